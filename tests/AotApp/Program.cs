using AotApp;

// Calls the clients against answers that lie in this program, and ends with 0 only if each of them was read as it should be.
var checks = new Checks();
await FlapjackChecks.RunAsync(checks);
await AgentComputerChecks.RunAsync(checks);
await AIChecks.RunAsync(checks);
Console.WriteLine($"{checks.Passed} of {checks.All} checks passed.");
return checks.Passed == checks.All ? 0 : 1;
