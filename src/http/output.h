// The replies of one connection that are still to be sent: heads in one buffer, bodies as they came, gathered when written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/response.h"
#include "http/response_head.h"

namespace stele::http {

class Output {
   public:
    enum class Outcome : std::uint8_t { done, blocked, failed };

    void append(std::string_view bytes);
    void append_body(std::string&& bytes) { add(0, std::move(bytes)); }
    // Takes the body.
    void append(Response& response, bool with_body, std::string_view date, ConnectionHeader connection);

    // Writes what the socket takes without waiting.
    Outcome write(int socket);

    [[nodiscard]] bool empty() const { return unsent_ == 0; }
    [[nodiscard]] std::size_t unsent() const { return unsent_; }

   private:
    struct Piece {
        std::size_t head_size;
        std::string body;
    };

    void add(std::size_t head_size, std::string&& body);
    void drop(std::size_t sent);
    void clear();

    std::string heads_;          // of all pieces
    std::vector<Piece> pieces_;  // from first_ on unsent
    std::size_t first_ = 0;
    std::size_t first_head_ = 0;  // where the first piece's head begins in heads_
    std::size_t first_sent_ = 0;  // what of the first piece is sent
    std::size_t unsent_ = 0;
};

}  // namespace stele::http
