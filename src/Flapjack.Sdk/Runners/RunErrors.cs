using Flapjack.Sdk.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>What refusals mean for the calls of runs and triggers that only the reference backend documents: another server may not have the path at all.</summary>
internal static class RunErrors
{
    public static ErrorTable Reading { get; } = Undocumented("run", "reading runs");

    public static ErrorTable Listing { get; } = Undocumented("runner", "listing runs");

    public static ErrorTable Cancelling { get; } = Undocumented("run", "cancelling runs");

    public static ErrorTable Firing { get; } = Undocumented("trigger", "firing triggers");

    public static ErrorTable Deleting { get; } = Undocumented("trigger", "deleting triggers");

    private static ErrorTable Undocumented(string thing, string what) => new(
        GeneralErrors.Table,
        new(
            404,
            (message, facts) => new FlapjackNotFoundException(message) { Facts = facts },
            $"If the {thing} exists, the server does not offer {what}: this call is an addition of the reference backend, and the service does not document it."),
        new(405, ErrorRow.Plain, $"The server does not offer {what}: this call is an addition of the reference backend, and the service does not document it."));
}
