namespace AgentComputer.Sdk;

/// <summary>An event of a process: <see cref="ProcessStartedEvent"/>, <see cref="ProcessOutputEvent"/>, <see cref="ProcessEndedEvent"/> or <see cref="UnknownProcessEvent"/>.</summary>
public abstract record ComputerProcessEvent;
