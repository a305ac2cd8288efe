// A reference to a callable that lives at least as long as the call it is passed to. Never stored.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace stele {

template <class Signature>
class FunctionRef;

template <class R, class... Args>
class FunctionRef<R(Args...)> {
   public:
    template <class F>
        requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef> && std::is_invocable_r_v<R, F&, Args...>)
    FunctionRef(F&& callable)  // NOLINT(google-explicit-constructor): a lambda is passed as it stands
        : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
          call_([](void* object, Args... args) -> R {
              return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<Args>(args)...);
          }) {}

    R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

   private:
    void* object_;
    R (*call_)(void*, Args...);
};

}  // namespace stele
