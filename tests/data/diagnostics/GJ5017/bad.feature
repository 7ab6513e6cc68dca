# language: zh-CN
  场景: 甲
    当 检查定义
    那么 检查通过
