namespace AgentComputer.Sdk;

/// <summary>An event that this version does not know.</summary>
/// <param name="Payload">The message as it came.</param>
/// <param name="Codec">How the message is written.</param>
public record UnknownProcessEvent(ReadOnlyMemory<byte> Payload, ProcessCodec Codec) : ComputerProcessEvent;
