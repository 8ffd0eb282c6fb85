namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>An MCP server that is a skill, in a turn.</summary>
/// <param name="Id">The id of the skill.</param>
/// <param name="Name">The name of the skill.</param>
/// <param name="Url">The address of the server.</param>
/// <param name="Token">What the server is sent as <c>Authorization: Bearer</c>; null for nothing.</param>
/// <param name="Fault">Why the server can't be called, in a sentence without secrets; null if it can.</param>
internal sealed record SkillServer(string Id, string Name, string Url, string? Token, string? Fault)
{
    // The default would print the token.
    public override string ToString() => Name;
}
