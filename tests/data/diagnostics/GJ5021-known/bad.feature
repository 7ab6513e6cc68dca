Feature: Flow
  Scenario: unknown stage
    Given the Status of the Request is 新建
    When the Flow is moved to Archived
    Then the move is allowed
