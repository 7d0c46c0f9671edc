# The few functions every folder uses. layer() makes a library, service() and worker() make a process,
# mlps_test() declares a test. The link line is the architecture: a target sees only headers of what it links.
include_guard(GLOBAL)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(CZMQ REQUIRED IMPORTED_TARGET libczmq)
pkg_check_modules(ZMQ REQUIRED IMPORTED_TARGET libzmq)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(EVENT REQUIRED IMPORTED_TARGET libevent_core)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(ICAL REQUIRED IMPORTED_TARGET libical)
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip)
find_library(XLSXWRITER_LIB xlsxwriter REQUIRED)
if(MLPS_TESTS)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()

# Two suppressions, gcc under -O2 only. -Wformat-truncation takes every deliberate cut of a message by snprintf for a mistake; where a cut
# matters (paths, keys) the result is checked. -Wmaybe-uninitialized cannot see that problem_set() never returns RC_OK, so that every
# "output set only on success" looks unset; clang, AddressSanitizer and valgrind look at the same code without this blindness.
add_library(mlps_flags INTERFACE)
target_compile_definitions(mlps_flags INTERFACE _GNU_SOURCE)
target_compile_options(mlps_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef
  -Wvla -Wformat=2 -Wwrite-strings -Wcast-qual -Wpointer-arith -Wimplicit-fallthrough -Wswitch-enum
  -Werror $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation> $<$<C_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> -fno-common -fstack-protector-strong)
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" OR CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(mlps_flags INTERFACE -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(MLPS_SANITIZE STREQUAL "address")
  target_compile_options(mlps_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(mlps_flags INTERFACE -fsanitize=address,undefined)
elseif(MLPS_SANITIZE STREQUAL "thread")
  target_compile_options(mlps_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(mlps_flags INTERFACE -fsanitize=thread)
endif()
if(MLPS_COVERAGE)
  target_compile_options(mlps_flags INTERFACE --coverage -fprofile-abs-path)
  target_link_options(mlps_flags INTERFACE --coverage)
endif()
# A program is linked with the libraries whose code it uses, whatever its layers may use.
target_link_options(mlps_flags INTERFACE LINKER:--as-needed)
target_link_libraries(mlps_flags INTERFACE Threads::Threads)

# layer(NAME LINKS targets...): services/common/NAME/*.c as the library mlps_NAME; static, or shared with MLPS_SHARED_LAYERS.
function(layer name)
  cmake_parse_arguments(L "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  if(NOT sources)
    add_library(mlps_${name} INTERFACE)
    target_link_libraries(mlps_${name} INTERFACE mlps_flags ${L_LINKS})
    target_include_directories(mlps_${name} INTERFACE ${CMAKE_CURRENT_SOURCE_DIR})
    return()
  endif()
  set(kind STATIC)
  if(MLPS_SHARED_LAYERS)
    set(kind SHARED)
  endif()
  add_library(mlps_${name} ${kind} ${sources})
  target_include_directories(mlps_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(mlps_${name} PUBLIC ${L_LINKS} PRIVATE mlps_flags)
  embed_sql(mlps_${name})
endfunction()

# embed_sql(TARGET): each sql/NAME.sql of the current folder becomes `extern const struct sql sql_NAME`,
# declared in <folder>_sql.h. Nothing happens in a folder without sql/.
function(embed_sql target)
  file(GLOB statements CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql)
  if(NOT statements)
    return()
  endif()
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${folder}_sql)
  list(JOIN statements "|" joined)
  add_custom_command(OUTPUT ${out}.c ${out}.h
    COMMAND ${CMAKE_COMMAND} -DKIND=sql -DOUT=${out} -DNAME=${folder} "-DFILES=${joined}"
            -P ${PROJECT_SOURCE_DIR}/services/common/embed.cmake
    DEPENDS ${statements} ${PROJECT_SOURCE_DIR}/services/common/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out}.c ${out}.h)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}
                             ${PROJECT_SOURCE_DIR}/services/common/base)
endfunction()

# embed_files(TARGET NAME files...): the files' bytes as `const struct embed NAME[]`, ended by a NULL name,
# declared in NAME_embed.h.
function(embed_files target name)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}_embed)
  list(JOIN ARGN "|" joined)
  add_custom_command(OUTPUT ${out}.c ${out}.h
    COMMAND ${CMAKE_COMMAND} -DKIND=files -DOUT=${out} -DNAME=${name} "-DFILES=${joined}"
            -P ${PROJECT_SOURCE_DIR}/services/common/embed.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/services/common/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out}.c ${out}.h)
  target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# process(NAME LINKS ...): every .c of the folder but main.c as NAME_parts (so tests link it), main.c as bin/mlps-NAME.
function(process name)
  cmake_parse_arguments(P "" "BINARY" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/main.c)
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/main.c)
    return()
  endif()
  if(NOT P_BINARY)
    set(P_BINARY mlps-${name})
  endif()
  if(sources)
    add_library(${name}_parts STATIC ${sources})
    target_include_directories(${name}_parts PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name}_parts PUBLIC ${P_LINKS} PRIVATE mlps_flags)
    embed_sql(${name}_parts)
  else()
    add_library(${name}_parts INTERFACE)
    target_link_libraries(${name}_parts INTERFACE ${P_LINKS})
  endif()
  add_executable(${P_BINARY} ${CMAKE_CURRENT_SOURCE_DIR}/main.c)
  target_link_libraries(${P_BINARY} PRIVATE ${name}_parts mlps_flags)
endfunction()

# service(NAME LINKS layers...) and worker(NAME LINKS layers...): one process each, tested in tests/unit by the mirror.
function(service name)
  process(${name} ${ARGN})
endfunction()
function(worker name)
  process(${name} ${ARGN})
endfunction()

# Sanitizers slow a program down; every test's timeout grows by this factor.
if(MLPS_SANITIZE)
  set(MLPS_TEST_TIMEOUT_FACTOR 5)
else()
  set(MLPS_TEST_TIMEOUT_FACTOR 1)
endif()

# mlps_threads(FILE.c RET): RET becomes `threads` for a test that starts threads itself or drives what has some (a broker
# with its proxy, a worker beside the test, a host or a job loop), and empty for the others.
function(mlps_threads file ret)
  file(STRINGS ${file} found REGEX "pthread_create|temp_broker|echo_worker|scenario_|job_loop_run|service_host_run|step_host_run")
  if(found)
    set(${ret} threads PARENT_SCOPE)
  else()
    set(${ret} "" PARENT_SCOPE)
  endif()
endfunction()

# What every test's environment has, programs in other languages included: they start ours.
set(MLPS_TEST_ENV MLPS_BIN_DIR=${CMAKE_BINARY_DIR}/bin)
if(MLPS_SANITIZE STREQUAL "thread")
  list(APPEND MLPS_TEST_ENV TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp)
endif()

# The database cluster that the tests of one ctest run share; see tests/support/.
set(MLPS_TEST_PG ${CMAKE_BINARY_DIR}/test_pg.cluster)

# mlps_links(TARGET WANTED RET): RET becomes whether TARGET is WANTED or links to it, through other targets of ours too.
function(mlps_links target wanted ret)
  set(found FALSE)
  if(target STREQUAL wanted)
    set(found TRUE)
  elseif(TARGET ${target})
    get_target_property(next ${target} INTERFACE_LINK_LIBRARIES)
    foreach(link IN LISTS next)
      if(NOT found)
        mlps_links("${link}" ${wanted} found)
      endif()
    endforeach()
  endif()
  set(${ret} ${found} PARENT_SCOPE)
endfunction()

# mlps_test(FILE.c LINKS targets... [LONG] [TIMEOUT s] [LABELS ...]): one cmocka program; its ctest name is the path below tests/.
# No test may depend on having the machine for itself. LONG: takes many seconds, mostly waiting, and so is started first.
# A test that links mlps_test_support, itself or through a library of its ground, gets the shared database cluster: ctest
# starts it before the first of them and stops it after the last, which it knows only of tests that are marked here.
function(mlps_test file)
  cmake_parse_arguments(T "LONG" "TIMEOUT" "LINKS;LABELS;ENV" ${ARGN})
  file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  string(REGEX REPLACE "\\.c$" "" id ${path})
  string(MAKE_C_IDENTIFIER ${id} exe)
  add_executable(${exe} ${file})
  set_target_properties(${exe} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${exe} PRIVATE ${T_LINKS} PkgConfig::CMOCKA mlps_flags)
  target_compile_definitions(${exe} PRIVATE MLPS_SOURCE_DIR="${PROJECT_SOURCE_DIR}" MLPS_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  add_test(NAME ${id} COMMAND ${exe})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 900) # ends a test that hangs; a busy machine may be slow
  endif()
  math(EXPR timeout "${T_TIMEOUT} * ${MLPS_TEST_TIMEOUT_FACTOR}")
  mlps_threads(${file} threads)
  set_tests_properties(${id} PROPERTIES TIMEOUT ${timeout} LABELS "${T_LABELS};${threads}"
                       ENVIRONMENT "MLPS_TEST_PG=${MLPS_TEST_PG};${MLPS_TEST_ENV};${T_ENV}")
  if(T_LONG)
    set_tests_properties(${id} PROPERTIES COST 50)
  endif()
  foreach(link IN LISTS T_LINKS)
    mlps_links(${link} mlps_test_support uses_pg)
    if(uses_pg)
      set_tests_properties(${id} PROPERTIES FIXTURES_REQUIRED pg)
    endif()
  endforeach()
endfunction()

# Seconds that one fuzz target runs as a test; more by hand.
set(MLPS_FUZZ_SECONDS 8 CACHE STRING "seconds of each fuzz target's test")

# mlps_fuzz(FILE.c LINKS ...): a libFuzzer program under clang, its corpus beside it; a short run is a ctest.
function(mlps_fuzz file)
  if(NOT MLPS_FUZZ)
    return()
  endif()
  cmake_parse_arguments(F "" "" "LINKS" ${ARGN})
  string(REGEX REPLACE "\\.c$" "" id ${file})
  add_executable(fuzz_${id} ${file})
  set_target_properties(fuzz_${id} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  target_link_libraries(fuzz_${id} PRIVATE ${F_LINKS} mlps_flags)
  target_compile_options(fuzz_${id} PRIVATE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
  target_link_options(fuzz_${id} PRIVATE -fsanitize=fuzzer,address,undefined)
  # The corpus in the tree is text, see tests/fuzz/seeds.py; what the run finds goes to the build folder.
  set(seeds ${CMAKE_CURRENT_BINARY_DIR}/seeds/${id})
  file(GLOB corpus CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${id}/*)
  add_custom_command(OUTPUT ${seeds}.stamp
    COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/seeds.py ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${id} ${seeds}
    COMMAND ${CMAKE_COMMAND} -E touch ${seeds}.stamp
    DEPENDS ${corpus} ${CMAKE_CURRENT_SOURCE_DIR}/seeds.py VERBATIM)
  add_custom_target(seeds_${id} ALL DEPENDS ${seeds}.stamp)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/found/${id})
  add_test(NAME fuzz/${id} COMMAND fuzz_${id} -max_total_time=${MLPS_FUZZ_SECONDS} -timeout=5
           ${CMAKE_CURRENT_BINARY_DIR}/found/${id} ${seeds})
  math(EXPR timeout "${MLPS_FUZZ_SECONDS} + 120")
  set_tests_properties(fuzz/${id} PROPERTIES LABELS fuzz TIMEOUT ${timeout})
endfunction()
