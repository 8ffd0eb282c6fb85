namespace AgentComputer.Sdk;

/// <summary>The process runs. It is the first event, also of a process that was started before.</summary>
/// <param name="Pid">The process id.</param>
public record ProcessStartedEvent(long Pid) : ComputerProcessEvent;
