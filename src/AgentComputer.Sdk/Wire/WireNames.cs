// The names by which src/Shared/Wire knows this client's exceptions. Every client that links those sources has a file like this one.
global using WireApiException = AgentComputer.Sdk.AgentComputerApiException;
global using WireConnectionException = AgentComputer.Sdk.AgentComputerConnectionException;
global using WireException = AgentComputer.Sdk.AgentComputerException;
global using WireInterruptedException = AgentComputer.Sdk.AgentComputerStreamInterruptedException;
global using WireNotAnnouncedException = AgentComputer.Sdk.AgentComputerNotAnnouncedException;
global using WireProtocolException = AgentComputer.Sdk.AgentComputerProtocolException;
global using WireTimeoutBudget = AgentComputer.Sdk.AgentComputerTimeoutBudget;
global using WireTimeoutException = AgentComputer.Sdk.AgentComputerTimeoutException;
