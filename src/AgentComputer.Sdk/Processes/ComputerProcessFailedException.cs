namespace AgentComputer.Sdk;

/// <summary>A process ended with another exit code than 0, or with a failure that the service told.</summary>
/// <param name="result">How it ended, and what it wrote.</param>
public class ComputerProcessFailedException(ComputerProcessResult result) : AgentComputerException(MessageOf(result))
{
    private const int ShownCharacters = 500;

    /// <summary>How it ended, and what it wrote.</summary>
    public ComputerProcessResult Result { get; } = result;

    private static string MessageOf(ComputerProcessResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var how = result.Status.Length > 0 ? result.Status : result.Error ?? $"exit code {result.ExitCode}";
        var said = (result.Stderr.Length == 0 ? result.Stdout : result.Stderr).Trim();
        var end = said.Length <= ShownCharacters ? said : $"…{said[^ShownCharacters..]}";
        return $"{result.Command} failed ({how}){(end.Length == 0 ? "." : $": {end}")}";
    }
}
