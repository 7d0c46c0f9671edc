/* mlps-delivery: deliverables, reviews, sign-off. */
#include "delivery_routes.h"

int main(int argc, char **argv)
{
    return service_main(&DELIVERY_SERVICE, argc, argv);
}
