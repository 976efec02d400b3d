package profile

import "github.com/onefold/onefold/record"

// groupOf returns what a kind is part of, or "".
func groupOf(k record.Kind) string {
	switch k {
	case record.Person, record.GivenName, record.MiddleName, record.FamilyName, record.NamePrefix, record.NameSuffix:
		return "name"
	case record.Address, record.Street, record.HouseNumber, record.AddressLine, record.Postcode, record.City, record.Region, record.Country:
		return "address"
	case record.Phone:
		return "phone"
	case record.Email:
		return "email"
	}
	return ""
}

// group finds the fields that say one thing together, and names their group:
// the role of an address or of a second person is part of the name.
func group(fields []Field) []Group {
	at := map[string]int{}
	var groups []Group
	for i := range fields {
		f := &fields[i]
		name := groupOf(f.Kind)
		switch f.Role {
		case "mailing", "billing", "shipping", "other", "home", "work":
			if name == "address" {
				name += ":" + f.Role
			}
		case "assistant", "emergency":
			if name == "name" || name == "address" {
				name += ":" + f.Role
			}
		case "birth":
			if name == "address" {
				name = "birth" // a place of birth is no place to write to
			}
		}
		if name == "" {
			continue
		}
		f.Group = name
		if n, ok := at[name]; ok {
			groups[n].Fields = append(groups[n].Fields, i)
			continue
		}
		at[name] = len(groups)
		groups = append(groups, Group{Name: name, Fields: []int{i}})
	}
	return groups
}
