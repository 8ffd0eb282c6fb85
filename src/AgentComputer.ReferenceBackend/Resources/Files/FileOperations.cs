namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>The operations on files, by the names that they have on the wire.</summary>
internal static class FileOperations
{
    public const string ReadText = "read_text";
    public const string ReadBytes = "read_bytes";
    public const string ReadRange = "read_range";
    public const string WriteText = "write_text";
    public const string WriteBytes = "write_bytes";
    public const string WriteRange = "write_range";
    public const string Patch = "patch";
    public const string List = "list";
    public const string Stat = "stat";
    public const string Exists = "exists";
    public const string MakeDirectory = "mkdir";
    public const string Move = "move";
    public const string Remove = "remove";
    public const string Grep = "grep";

    public static IReadOnlyList<string> Names { get; } =
        [ReadText, ReadBytes, ReadRange, WriteText, WriteBytes, WriteRange, Patch, List, Stat, Exists, MakeDirectory, Move, Remove, Grep];
}
