namespace AgentComputer.Sdk;

/// <summary>A signal. An open set: any number can be sent, but the service may refuse signals other than the two that are named here.</summary>
/// <param name="Number">The number on Linux.</param>
public readonly record struct ComputerProcessSignal(int Number)
{
    /// <summary>Asks the process to end: SIGTERM, 15.</summary>
    public static ComputerProcessSignal Terminate { get; } = new(15);

    /// <summary>Ends the process at once: SIGKILL, 9.</summary>
    public static ComputerProcessSignal Kill { get; } = new(9);

    /// <summary>The name, or the number.</summary>
    /// <returns>For example <c>SIGTERM</c>.</returns>
    public override string ToString() => this == Terminate ? "SIGTERM" : this == Kill ? "SIGKILL" : $"signal {Number}";
}
