# language: zh-CN
功能: 评分
  场景: 甲
    假如 检查定义
    那么 检查通过
