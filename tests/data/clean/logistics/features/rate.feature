Feature: Rates
  """
  This is only prose.
  """
  Scenario: volumetric weight counts
    Given the shipment is
      | Mode      | air |
      | Weight    | 50  |
      | Volume    | 1   |
      | Hazardous | yes |
      | Insured value | 0 |
    When freight is evaluated
    Then the freight is about 1368.7
  Scenario: frozen by sea
    Given the Temperature of the shipment is -15
    And the Mode of the shipment is sea
    When Cold chain class is evaluated
    Then the class is frozen
