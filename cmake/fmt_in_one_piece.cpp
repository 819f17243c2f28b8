// SPDX-License-Identifier: Apache-2.0
// The code of fmt that its headers would put into each file: compiled here
// once, with our own flags, for a program that has to be static and small.
#include <fmt/format-inl.h>

// What its headers promise to be somewhere, without wide characters.
FMT_BEGIN_NAMESPACE
namespace detail {
template auto thousands_sep_impl<char>(locale_ref)
    -> thousands_sep_result<char>;
template auto decimal_point_impl<char>(locale_ref) -> char;
namespace dragonbox {
template auto to_decimal(float) noexcept -> decimal_fp<float>;
template auto to_decimal(double) noexcept -> decimal_fp<double>;
}  // namespace dragonbox
}  // namespace detail
FMT_END_NAMESPACE
