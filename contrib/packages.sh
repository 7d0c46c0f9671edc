# Debian packages, in one place: what the build and the main job need, and what the tests need beside them. Sourced.
build_packages="build-essential cmake ninja-build pkg-config libpq-dev libzmq3-dev libczmq-dev libevent-dev libxlsxwriter-dev libjansson-dev
  libyaml-dev libsodium-dev libcurl4-openssl-dev libzip-dev libical-dev postgresql-15"
test_packages="libcmocka-dev clang clang-tidy cppcheck libclang-rt-14-dev universal-ctags python3 python3-zmq python3-aiosmtpd faketime python3-openpyxl python3-jsonschema python3-yaml python3-icalendar python3-vobject procps
  libreoffice-calc-nogui fonts-noto-cjk"

# Install the packages that are missing; says what it does and does nothing when nothing is missing.
install_packages() {
  local missing=() p as_root=()
  for p in "$@"; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
}
