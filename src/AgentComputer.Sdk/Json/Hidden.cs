namespace AgentComputer.Sdk;

/// <summary>What a record prints in place of a secret.</summary>
internal static class Hidden
{
    /// <summary>Tells only whether there is a secret.</summary>
    public static string Of(string? secret) => string.IsNullOrEmpty(secret) ? "" : "[hidden]";
}
