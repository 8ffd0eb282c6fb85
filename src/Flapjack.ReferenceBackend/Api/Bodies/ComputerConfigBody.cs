using Flapjack.Sdk;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks the body of <c>PUT /api/agents/{agentId}/computer</c>. A field that is absent or null is not changed.</summary>
internal static class ComputerConfigBody
{
    private const string Code = "INVALID_COMPUTER_CONFIG";

    public static ComputerConfig Read(BodyReader body) => new()
    {
        Enabled = body.Flag("enabled", Code),
        Provider = body.OneOf("provider", Code, "tensorlake", "vercel", "heyvm") is { } provider ? new(provider) : null,
        Mode = body.OneOf("mode", Code, "ephemeral", "persistent", "custom") is { } mode ? new(mode) : null,
        Scope = body.OneOf("scope", Code, "thread", "agent") is { } scope ? new(scope) : null,
        SizeClass = body.OneOf("sizeClass", Code, "small", "medium", "large") is { } size ? new(size) : null,
    };
}
