/* The vocabularies of institution records, each with where it comes from. */
#include "kinds/institution/institution.h"

#define W(value, word, zh, en)                  \
	{                                       \
		value, word, zh, en, NULL, NULL \
	}

/* What allows it to practise. A military institution has no civil licence
 * (GRANT-3); a clinic of Chinese medicine is filed, not licensed
 * (《中医诊所备案 管理暂行办法》, 2017). */
static const struct word licences[] = {
	W(1, "practice", "医疗机构执业许可证", "Practice licence"),
	W(2, "clinic_filing", "中医诊所备案证",
	    "Filing of a clinic of Chinese medicine"),
	W(3, "military", "部队医疗机构，无执业许可证",
	    "Military institution, without a licence"),
};
const struct words institution_licence_words =
    WORDS("institution_licence", licences);

/* 经营性质, as the practice licence states it. */
static const struct word natures[] = {
	W(1, "non_profit_public", "非营利性（政府办）",
	    "Non-profit, run by the government"),
	W(2, "non_profit_private", "非营利性（非政府办）",
	    "Non-profit, not run by the government"),
	W(3, "for_profit", "营利性", "For profit"),
};
const struct words institution_nature_words =
    WORDS("institution_nature", natures);

/* 医疗机构类别: WS 218-2002, 卫生机构（组织）分类与代码, whose codes the values
 * follow (A100 is 1100). */
static const struct word categories[] = {
	W(1100, "general_hospital", "综合医院", "General hospital"),
	W(1210, "tcm_hospital", "中医医院", "Hospital of Chinese medicine"),
	W(1300, "integrated_hospital", "中西医结合医院",
	    "Hospital of integrated medicine"),
	W(1400, "ethnic_hospital", "民族医院", "Hospital of ethnic medicine"),
	W(1500, "special_hospital", "专科医院", "Specialised hospital"),
	W(1600, "sanatorium", "疗养院", "Sanatorium"),
	W(1700, "nursing", "护理院（站）", "Nursing home or station"),
	W(2100, "community_centre", "社区卫生服务中心",
	    "Community health centre"),
	W(2200, "community_station", "社区卫生服务站",
	    "Community health station"),
	W(3000, "township_centre", "卫生院", "Township health centre"),
	W(4100, "outpatient", "门诊部", "Outpatient department"),
	W(4200, "clinic", "诊所", "Clinic"),
	W(4300, "infirmary", "卫生所（室）、医务室", "Infirmary"),
	W(4600, "village_clinic", "村卫生室", "Village clinic"),
	W(5000, "emergency", "急救中心（站）", "Emergency centre"),
	W(6000, "blood", "采供血机构", "Blood service"),
	W(7000, "maternal", "妇幼保健院（所、站）",
	    "Maternal and child health institution"),
	W(8000, "prevention", "专科疾病防治院（所、站）",
	    "Institution for the control of a disease"),
	W(9000, "other", "其他", "Other"),
};
const struct words institution_category_words =
    WORDS("institution_category", categories);

/* 医保统筹区: the part of its division that pools its insurance. */
static const struct word poolings[] = {
	W(1, "city", "所在市", "Its city"),
	W(2, "county", "所在县（市、区）", "Its county or district"),
	W(3, "province", "所在省", "Its province"),
};
const struct words institution_pooling_words =
    WORDS("institution_pooling", poolings);

/* 医院等级 and 等次: 《医院分级管理办法（试行）》, 1989. */
static const struct word grades[] = {
	W(1, "grade_3", "三级", "Grade III"),
	W(2, "grade_2", "二级", "Grade II"),
	W(3, "grade_1", "一级", "Grade I"),
	W(9, "none", "未定级", "Not graded"),
};
const struct words institution_grade_words = WORDS("institution_grade", grades);
static const struct word ranks[] = {
	W(1, "special", "特等", "Special class"),
	W(2, "class_a", "甲等", "Class A"),
	W(3, "class_b", "乙等", "Class B"),
	W(4, "class_c", "丙等", "Class C"),
	W(9, "none", "未定等", "Not classed"),
};
const struct words institution_rank_words = WORDS("institution_rank", ranks);

/* 隶属关系: GB/T 12404-1997, whose codes are the values. */
static const struct word affiliations[] = {
	W(10, "central", "中央属", "Central government"),
	W(20, "province", "省（自治区、直辖市）属", "Province"),
	W(40, "city", "市（地区、州、盟）属", "City or prefecture"),
	W(50, "county", "县（区、市、旗）属", "County or district"),
	W(61, "street", "街道属", "Subdistrict"),
	W(62, "town", "镇属", "Town"),
	W(63, "township", "乡属", "Township"),
	W(71, "residents", "居民委员会属", "Residents' committee"),
	W(72, "villagers", "村民委员会属", "Villagers' committee"),
	W(90, "other", "其他", "Other"),
};
const struct words institution_affiliation_words =
    WORDS("institution_affiliation", affiliations);

/* 经济类型: GB/T 12402-2000, whose codes are the values. */
static const struct word economies[] = {
	W(110, "state", "国有全资", "Wholly state-owned"),
	W(120, "collective", "集体全资", "Wholly collective"),
	W(130, "joint_stock", "股份合作", "Joint-stock cooperative"),
	W(140, "joint", "联营", "Joint operation"),
	W(150, "limited", "有限责任（公司）", "Limited liability company"),
	W(160, "shares", "股份有限（公司）", "Company limited by shares"),
	W(170, "private", "私有", "Private"),
	W(190, "other_domestic", "其他内资", "Other domestic"),
	W(200, "hk_mo_tw", "港澳台投资",
	    "Invested from Hong Kong, Macao or Taiwan"),
	W(300, "foreign", "国外投资", "Foreign-invested"),
	W(900, "other", "其他", "Other"),
};
const struct words institution_economy_words =
    WORDS("institution_economy", economies);

/* 经营方式, as the drug licence states it (《药品经营许可证管理办法》). */
static const struct word operations[] = {
	W(1, "retail", "零售", "Retail"),
	W(2, "chain", "零售（连锁）", "Retail, in a chain"),
};
const struct words institution_operation_words =
    WORDS("institution_operation", operations);

static const struct word tradings[] = {
	W(1, "open", "营业", "Open"),
	W(2, "paused", "暂停营业", "Paused"),
	W(3, "preparing", "筹备", "Not yet open"),
};
const struct words institution_trading_words =
    WORDS("institution_trading", tradings);

static const struct word identity_papers[] = {
	W(1, "resident_id", "居民身份证", "Resident identity card"),
	W(2, "hk_mo_permit", "港澳居民来往内地通行证",
	    "Mainland permit for Hong Kong and Macao residents"),
	W(3, "tw_permit", "台湾居民来往大陆通行证",
	    "Mainland permit for Taiwan residents"),
	W(4, "passport", "护照", "Passport"),
};
const struct words institution_identity_paper_words =
    WORDS("institution_identity_paper", identity_papers);

/* INST-5: what proves a change. */
static const struct word proofs[] = {
	W(1, "notice", "《变更（备案）通知书》", "Notice of change or filing"),
	W(2, "licence_record", "许可证副本的变更登记页",
	    "The licence's record of changes"),
	W(3, "own_statement", "加盖公章的情况说明",
	    "The institution's own sealed statement"),
};
const struct words institution_proof_words = WORDS("institution_proof", proofs);
