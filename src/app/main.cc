#include "app/command_line.h"

int main(int argc, char** argv) { return stele::app::run(argc, argv); }
