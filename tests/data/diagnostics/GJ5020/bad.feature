# language: zh-CN
功能: 评分
  场景: 甲
    假如 客户健康度 的 "ratings" 改为
      """
      | 综合评分 | -> 等级 |
    当 检查定义
