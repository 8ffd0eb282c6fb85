using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>Makes the absolute path that is sent, out of a path that is relative to the workspace or absolute below it.</summary>
internal static class WorkspacePath
{
    /// <param name="path">The caller's path; null for the workspace itself, where the method allows that.</param>
    /// <param name="parameter">The parameter of the public method.</param>
    /// <exception cref="ArgumentException">The path leads out of the workspace, or can't be sent as it is.</exception>
    public static string Of(string path, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, parameter);
        OutgoingText.Check(path, parameter, parameter);
        if (path.AsSpan().IndexOfAny('\0', '\r', '\n') is >= 0 and var index)
        {
            throw new ArgumentException($"{parameter} holds a NUL or a line break at index {index}, which no path of a workspace may hold.", parameter);
        }

        if (char.IsWhiteSpace(path[0]) || char.IsWhiteSpace(path[^1]))
        {
            // The service cuts the blanks off, and would act on another file.
            throw new ArgumentException($"{parameter} begins or ends with a blank, which the service cuts off: another file would be meant.", parameter);
        }

        return $"{ComputerWorkspace.Root}{string.Concat(Segments(path, parameter).Select(segment => $"/{segment}"))}";
    }

    /// <summary>The absolute path of a path in an answer, where the workspace itself is a dot.</summary>
    public static string OfAnswer(string path) =>
        path is "" or "." ? ComputerWorkspace.Root : path.StartsWith('/') ? path : $"{ComputerWorkspace.Root}/{path}";

    /// <summary>The path of an answer relative to the workspace.</summary>
    public static string RelativeOf(string path) =>
        path is "" or ComputerWorkspace.Root ? "."
        : path.StartsWith($"{ComputerWorkspace.Root}/", StringComparison.Ordinal) ? path[(ComputerWorkspace.Root.Length + 1)..]
        : path;

    private static List<string> Segments(string path, string parameter)
    {
        var relative = path.StartsWith('/') ? BelowRoot(path, parameter) : path;
        var segments = new List<string>();
        foreach (var segment in relative.Split('/').Where(segment => segment is not ("" or ".")))
        {
            if (segment != "..")
            {
                segments.Add(segment);
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else
            {
                throw Outside(path, parameter);
            }
        }

        return segments;
    }

    private static string BelowRoot(string path, string parameter) =>
        path == ComputerWorkspace.Root ? ""
        : path.StartsWith($"{ComputerWorkspace.Root}/", StringComparison.Ordinal) ? path[ComputerWorkspace.Root.Length..]
        : throw Outside(path, parameter);

    private static ArgumentException Outside(string path, string parameter) => new(
        $"{parameter} '{path}' leads out of the workspace. Give a path below {ComputerWorkspace.Root}, or a relative path.", parameter);
}
