Feature: Deals

  Example: a big deal
    Given it is now 2026-03-10 09:00
    And the deal is
      | Amount    | 200000.50  |
      | Discount  | 15%        |
      | Owner     | Ann \| Bob |
      | Opened on | 2026-03-10 |
    When the deal is created
    Then these tasks follow
      | What                          | On day     |
      | Call "Ann \| Bob" — {on time} | 2026-03-13 |

  Scenario: a lead is lost after three months
    Given it is now 2026-06-30 09:00
    * the Stage of the deal is Lead
    * on 2026-03-01 09:00 it came to Lead
    When deal_flow goes on by itself
    Then it has come to lost by itself
