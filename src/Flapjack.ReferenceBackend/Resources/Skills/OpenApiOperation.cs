using System.Text.Json;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>An operation of an OpenAPI document, as a tool.</summary>
/// <param name="Id">What names it in its document.</param>
/// <param name="Method">The method of HTTP, in capitals.</param>
/// <param name="Path">The path below the server, with its parameters in braces.</param>
/// <param name="Description">What the model is told of it.</param>
internal sealed record OpenApiOperation(string Id, string Method, string Path, string Description)
{
    /// <summary>The name of the argument that is sent as the body.</summary>
    public const string Body = "body";

    /// <summary>The names of the parameters that stand in the path.</summary>
    public IReadOnlyList<string> InPath { get; init; } = [];

    /// <summary>The names of the parameters that stand in the query.</summary>
    public IReadOnlyList<string> InQuery { get; init; } = [];

    /// <summary>The arguments that a call must have.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Whether a call has a body.</summary>
    public bool HasBody { get; init; }

    /// <summary>The JSON schema of the arguments.</summary>
    public JsonElement Schema { get; init; }

    /// <summary>Why the operation can't be a tool; null if it can.</summary>
    public string? Fault { get; init; }
}
