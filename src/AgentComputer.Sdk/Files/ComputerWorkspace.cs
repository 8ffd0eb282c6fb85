namespace AgentComputer.Sdk;

/// <summary>The folder of a computer whose files the file methods reach.</summary>
public static class ComputerWorkspace
{
    /// <summary>Its absolute path on the computer. A path that a caller gives is relative to it, or lies below it.</summary>
    public const string Root = "/home/node/workspace";
}
