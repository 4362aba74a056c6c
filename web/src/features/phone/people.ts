/* Some of the demonstration's people, as fcgi/ctl/demo_phone.c puts them on record. */
export interface Person {
	subject: string;
	name: string;
	phone: string;
	id_no: string;
	credential_active: boolean;
}

const person = (name: string, phone: string, id_no: string): Person => ({ subject: `demo-${id_no.slice(-6)}`, name, phone, id_no, credential_active: true });

export const people: Person[] = [
	person("陈思远", "13905200000", "350203198001010013"),
	person("黄文轩", "13905215838", "350203198203030039"),
	person("周慧敏", "13905326704", "350203199605170178"),
	person("沈国栋", "13905374218", "350203198211230233"),
	person("姚启明", "13905413813", "35020319870428028X"),
	/* has a personal account */
	person("陆知遥", "13905572193", "350203198712200489"),
	/* nobody's on record: gets a unified account */
	person("新面孔", "13905999999", "350203199901010013"),
];
