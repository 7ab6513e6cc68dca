Feature: Rental
  Scenario: three days in an economy car
    Given the contract is
      | Vehicle class        | eco                 |
      | From                 | 2026-05-01 10:00    |
      | Until                | 2026-05-04 10:00    |
      | Kilometres           | 800                 |
      | Insurance            | full                |
      | Damage               | dent                |
      | Fuel level on return | 50%                 |
    When Invoice is evaluated
    Then the Invoice is 159.5

  Scenario: young drivers
    Given the contract is
      | Driver born on | 2003-05-01 |
      | Vehicle class  | suv        |
      | From           | 2026-05-01 10:00 |
    When May drive is evaluated
    Then the may is false
