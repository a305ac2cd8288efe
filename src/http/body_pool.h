// Bodies that were sent, for recycled_body(). One pool a thread.
#pragma once

#include <string>

namespace stele::http {

// Loops' threads only: what another thread took would not come back to it.
void recycle_body(std::string&& body);

}  // namespace stele::http
