using Microsoft.AspNetCore.Http.Metadata;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>Keeps the app's pages for people away from answers to a machine.</summary>
internal sealed class BareStatusCode : ISkipStatusCodePagesMetadata
{
    public static BareStatusCode Metadata { get; } = new();
}
