// SPDX-License-Identifier: Apache-2.0
// Facets of the C++ library's locale that nobody asks for, kept out.
//
// The first stream of a program (GoogleTest and yaml-cpp have streams) makes
// the classic locale with all its facets: money, times, messages, collation,
// everything for wide characters, and all of that again for the strings of the
// old ABI. That is a third of a megabyte of code. The constructor refers to
// each facet through its vtable; with the vtables defined here, the linker
// drops the rest. What is left are the narrow numbers and characters.
//
// Such a facet says of itself that it is a std::locale::facet and no more:
// std::has_facet finds none, std::use_facet throws std::bad_cast, and a number
// cannot be written to a wide stream. What streams do with narrow numbers must
// stay, in both ABIs: std::num_put is in both the one that asks the old. All
// definitions are weak: a C++ library that has one of these linked in for
// another reason uses its own.
#include <cstdlib>
#include <locale>
#include <typeinfo>

namespace {

// The classic locale is never destroyed; another one leaves these behind.
void NotDestroyed(void*) {}

// As the ABI lays a vtable out; more functions than any facet has.
struct Vtable {
  const void* offset_to_top;
  const std::type_info* type;
  void (*destructors[2])(void*);
  const void* functions[24];
};

}  // namespace

extern "C" {

// NOLINTBEGIN: names of the C++ library.
// typeid(std::locale::facet), which code without RTTI has no word for.
extern const std::type_info iec_facet asm("_ZTINSt6locale5facetE");

extern const Vtable iec_no_facet;
const Vtable iec_no_facet = {
    nullptr, &iec_facet, {NotDestroyed, NotDestroyed}, {}};

#define IEC_NO_FACET(name, symbol)     \
  extern const Vtable name asm(symbol) \
      __attribute__((weak, alias("iec_no_facet")));

#define IEC_INPUT(c) \
#c "St19istreambuf_iteratorI" #c "St11char_traitsI" #c "EEE"
#define IEC_OUTPUT(c) \
#c "St19ostreambuf_iteratorI" #c "St11char_traitsI" #c "EEE"
#define IEC_NO_FACETS(c)                                                       \
  IEC_NO_FACET(iec_money_##c, "_ZTVNSt7__cxx1110moneypunctI" #c "Lb0EEE")      \
  IEC_NO_FACET(iec_intl_##c, "_ZTVNSt7__cxx1110moneypunctI" #c "Lb1EEE")       \
  IEC_NO_FACET(iec_old_money_##c, "_ZTVSt10moneypunctI" #c "Lb0EE")            \
  IEC_NO_FACET(iec_old_intl_##c, "_ZTVSt10moneypunctI" #c "Lb1EE")             \
  IEC_NO_FACET(iec_money_cache_##c, "_ZTVSt18__moneypunct_cacheI" #c "Lb0EE")  \
  IEC_NO_FACET(iec_intl_cache_##c, "_ZTVSt18__moneypunct_cacheI" #c "Lb1EE")   \
  IEC_NO_FACET(iec_money_get_##c,                                              \
               "_ZTVNSt7__cxx119money_getI" IEC_INPUT(c) "E")                  \
  IEC_NO_FACET(iec_money_put_##c,                                              \
               "_ZTVNSt7__cxx119money_putI" IEC_OUTPUT(c) "E")                 \
  IEC_NO_FACET(iec_old_money_get_##c, "_ZTVSt9money_getI" IEC_INPUT(c))        \
  IEC_NO_FACET(iec_old_money_put_##c, "_ZTVSt9money_putI" IEC_OUTPUT(c))       \
  IEC_NO_FACET(iec_time_get_##c, "_ZTVNSt7__cxx118time_getI" IEC_INPUT(c) "E") \
  IEC_NO_FACET(iec_old_time_get_##c, "_ZTVSt8time_getI" IEC_INPUT(c))          \
  IEC_NO_FACET(iec_time_put_##c, "_ZTVSt8time_putI" IEC_OUTPUT(c))             \
  IEC_NO_FACET(iec_messages_##c, "_ZTVNSt7__cxx118messagesI" #c "EE")          \
  IEC_NO_FACET(iec_old_messages_##c, "_ZTVSt8messagesI" #c "E")                \
  IEC_NO_FACET(iec_collate_##c, "_ZTVNSt7__cxx117collateI" #c "EE")            \
  IEC_NO_FACET(iec_old_collate_##c, "_ZTVSt7collateI" #c "E")
IEC_NO_FACETS(c)
IEC_NO_FACETS(w)
IEC_NO_FACET(iec_numbers_w, "_ZTVNSt7__cxx118numpunctIwEE")
IEC_NO_FACET(iec_old_numbers_w, "_ZTVSt8numpunctIwE")
IEC_NO_FACET(iec_num_get_w, "_ZTVSt7num_getI" IEC_INPUT(w))
IEC_NO_FACET(iec_num_put_w, "_ZTVSt7num_putI" IEC_OUTPUT(w))
IEC_NO_FACET(iec_utf16, "_ZTVSt7codecvtIDsc11__mbstate_tE")
IEC_NO_FACET(iec_utf16_u8, "_ZTVSt7codecvtIDsDu11__mbstate_tE")
IEC_NO_FACET(iec_utf32, "_ZTVSt7codecvtIDic11__mbstate_tE")
IEC_NO_FACET(iec_utf32_u8, "_ZTVSt7codecvtIDiDu11__mbstate_tE")

// Asked when a program makes a facet for strings of the one ABI that has to
// serve those of the other.
[[gnu::weak]] void* iec_no_old_facet(const void*, const void*) asm(
    "_ZNKSt6locale5facet11_M_cow_shimEPKNS_2idE");
void* iec_no_old_facet(const void*, const void*) { std::abort(); }
[[gnu::weak]] void* iec_no_new_facet(const void*, const void*) asm(
    "_ZNKSt6locale5facet11_M_sso_shimEPKNS_2idE");
void* iec_no_new_facet(const void*, const void*) { std::abort(); }
// NOLINTEND

}  // extern "C"
