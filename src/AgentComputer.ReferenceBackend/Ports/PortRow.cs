namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>A port that a computer has published.</summary>
internal sealed record PortRow
{
    /// <summary>The states: a port is being opened, is open, could not be opened, or is being closed.</summary>
    public const string Pending = "pending", Ready = "ready", Failed = "failed", Deleting = "deleting";

    /// <summary>The visibilities: everybody reaches a public port; a private port asks for the token of a browser session.</summary>
    public const string Public = "public", Private = "private";

    public required string Id { get; init; }

    public required string ComputerId { get; init; }

    /// <summary>The TCP port that a program on the computer listens on.</summary>
    public required int Port { get; init; }

    /// <summary>Its name in addresses; unique on its computer.</summary>
    public required string Name { get; init; }

    public required string Visibility { get; init; }

    public required string State { get; init; }

    public string? FailureReason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
