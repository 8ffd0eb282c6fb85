
namespace LocalComputers.Computers;

/// <summary>A computer that can't take a command in the state it is in.</summary>
internal sealed class ComputerUnavailableException(ComputerPhase status) : Exception($"The computer is {status}.")
{
    public ComputerPhase Phase => status;
}
