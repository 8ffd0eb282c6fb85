using System.Text.Json;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>The fields of a frame that name a computer, in the naming that the options choose.</summary>
internal static class ComputerIdFields
{
    private static readonly JsonEncodedText Sandbox = JsonEncodedText.Encode("sandboxId");
    private static readonly JsonEncodedText Computer = JsonEncodedText.Encode("computerId");

    /// <summary>In the order in which a frame has them.</summary>
    public static IReadOnlyList<JsonEncodedText> Of(ComputerNaming naming) => naming switch
    {
        ComputerNaming.Sandbox => [Sandbox],
        ComputerNaming.Computer => [Computer],
        _ => [Sandbox, Computer],
    };
}
