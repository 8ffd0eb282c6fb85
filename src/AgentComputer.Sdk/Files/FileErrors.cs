using AgentComputer.Sdk.Wire;
using Shared.Wire.Errors;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>What a refusal of a file operation means.</summary>
internal static class FileErrors
{
    private const string NothingWritten = "A text to find may be missing in the file, or the file itself. Nothing was written: read the file, and make the edits anew.";

    public static ErrorTable Table { get; } = new(
        GeneralErrors.Table,
        new(404, NotFound, "The file is not there, or the computer is not."),
        new(413, ErrorRow.Plain, "Use DownloadFileAsync and UploadFileAsync, which send a file in pieces."));

    /// <summary>For edits: the hosted service also answers 404 if a text to find is missing.</summary>
    public static ErrorTable Patch { get; } = new(
        Table,
        new(400, (message, facts) => new AgentComputerValidationException(message) { Facts = facts }, NothingWritten),
        new(404, NotFound, NothingWritten),
        new(409, (message, facts) => new AgentComputerConflictException(message) { Facts = facts }, NothingWritten));

    private static AgentComputerNotFoundException NotFound(string message, ApiErrorFacts facts) => new(message) { Facts = facts };
}
