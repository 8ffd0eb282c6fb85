namespace LocalComputers.Computers;

/// <summary>A computer that can't take a command in the state it is in.</summary>
internal sealed class ComputerUnavailableException(ComputerPhase phase) : Exception($"The computer is {phase}.")
{
    public ComputerPhase Phase => phase;
}
