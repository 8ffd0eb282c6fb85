namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Says to a model why a script could not use a path.</summary>
internal static class PathFaults
{
    /// <summary>Does nothing if the script came to its end.</summary>
    /// <exception cref="ToolRefusal">It did not.</exception>
    public static void ThrowIfFailed(ScriptResult said, string path)
    {
        if (said.Failure is { } failure)
        {
            throw new ToolRefusal(Explain(failure, path, said.Complaint));
        }
    }

    private static string Explain(string failure, string path, string complaint) => failure switch
    {
        "missing" => $"There is no '{path}'.",
        "dangling" => $"'{path}' is a link that leads nowhere.",
        "folder" => $"'{path}' is a folder. Name a file.",
        "file" => $"'{path}' is no folder. Name a folder.",
        "special" => $"'{path}' is no ordinary file, but a device, a pipe or a socket.",
        "denied" => $"The permissions of '{path}' do not allow it.",
        "changed" => $"Something else wrote at the same time, and '{path}' was left as it was. Write it again.",
        _ => $"'{path}' could not be written, and was left as it was. {complaint}",
    };
}
