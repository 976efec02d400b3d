// Package suite opens the public suites of cases that tests measure themselves
// against. They are not in this repository: the environment variable
// ONEFOLD_SHARED names the folder that holds them.
//
// Where it is not set, a test that needs a suite is skipped. With
// ONEFOLD_REQUIRE=all a file that the folder should hold and does not fails the
// test instead of skipping it. Start reading at Rows.
package suite
