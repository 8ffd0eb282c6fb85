using System.Text;
using LocalComputers.Files;
using LocalComputers.Files.Search;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>Reads and checks the body of a call. Every field that is there has to be of its type, also if the operation does not use it.</summary>
internal static class FileRequestBody
{
    /// <summary>What callers call the workspace.</summary>
    public const string Root = "/home/node/workspace";

    private const string Invalid = "invalid_request";
    private const UnixFileMode DefaultMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int AllRights = 0b111_111_111;

    public static FileRequest Read(BodyReader body)
    {
        var path = AnyText(body, "path");
        var to = AnyText(body, "to");
        var content = AnyText(body, "content");
        var base64 = AnyText(body, "content_base64");
        var mode = body.WholeNumber("mode", Invalid, int.MinValue, AllRights) ?? 0;
        var recursive = body.Flag("recursive", Invalid) ?? false;
        var offset = body.WholeNumber("offset", Invalid, 0L, long.MaxValue) ?? 0;
        var length = body.WholeNumber("length", Invalid, 0L, long.MaxValue);
        var edits = body.Objects("edits", Invalid, "an array of {find, replace}", "an object with the strings find and replace", Edit);
        var contents = AnyText(body, "set_contents");
        var pattern = AnyText(body, "pattern");
        var isExpression = body.Flag("regex", Invalid) ?? false;
        var ignoresCase = body.Flag("case_insensitive", Invalid) ?? false;
        var maxMatches = body.WholeNumber("max_matches", Invalid, 0, int.MaxValue) ?? 0;
        var operation = body.RequiredOneOf("operation", Invalid, FileOperations.Names);
        return new()
        {
            Operation = operation,
            Path = PathOf("path", path ?? ""),
            To = operation == FileOperations.Move ? PathOf("to", to ?? throw Missing("to", operation)) : null,
            Content = ContentOf(operation, content, base64),
            Mode = operation == FileOperations.WriteRange || mode <= 0 ? DefaultMode : (UnixFileMode)mode,
            Recursive = recursive,
            Offset = offset,
            Length = operation == FileOperations.ReadRange ? length ?? throw Missing("length", operation) : 0,
            Edits = edits,
            SetContents = SetContentsOf(operation, contents, edits),
            Pattern = operation == FileOperations.Grep ? PatternOf(pattern, isExpression, ignoresCase) : null,
            MaxMatches = maxMatches is 0 or > FileLimits.MaxMatches ? FileLimits.MaxMatches : maxMatches,
        };
    }

    /// <summary>A text with any characters; null if it is absent.</summary>
    private static string? AnyText(BodyReader body, string name) =>
        body.TryText(name, out var text) ? text
        : body.Json(name, Invalid) is null ? null
        : throw Refusal.Invalid(Invalid, $"{name} must be a string of Unicode text.");

    private static FileEdit Edit(BodyReader edit, string place)
    {
        var find = AnyText(edit, "find");
        var replace = AnyText(edit, "replace");
        return string.IsNullOrEmpty(find) ? throw Refusal.Invalid(Invalid, $"{place}.find is required, and must not be empty.")
            : new(find, replace ?? throw Refusal.Invalid(Invalid, $"{place}.replace is required; it may be empty."));
    }

    private static string PathOf(string name, string asked)
    {
        try
        {
            return AskedPath.Below(Root, asked);
        }
        catch (FormatException e)
        {
            throw Refusal.Invalid(Invalid, $"{name}: {e.Message}");
        }
    }

    private static byte[]? ContentOf(string operation, string? content, string? base64) => operation switch
    {
        FileOperations.WriteText => Bounded("content", Encoding.UTF8.GetBytes(content ?? throw Missing("content", operation))),
        FileOperations.WriteBytes or FileOperations.WriteRange => Bounded("content_base64", Decoded(base64 ?? throw Missing("content_base64", operation))),
        _ => null,
    };

    private static byte[]? SetContentsOf(string operation, string? contents, List<FileEdit> edits) =>
        operation != FileOperations.Patch ? null
        : contents is not null ? Bounded("set_contents", Encoding.UTF8.GetBytes(contents))
        : edits.Count > 0 ? null
        : throw Refusal.Invalid(Invalid, "edits or set_contents is required for patch.");

    private static byte[] Decoded(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw Refusal.Invalid(Invalid, "content_base64 must be base64 with its padding, in the alphabet with + and /.");
        }
    }

    private static byte[] Bounded(string name, byte[] content) => content.Length <= FileLimits.MaxBytes
        ? content
        : throw new Refusal(
            RefusalKind.TooLarge,
            Invalid,
            $"{name} has {content.Length} bytes, and a call writes at most {FileLimits.MaxBytes}. Write the file in parts with write_range.");

    private static LinePattern PatternOf(string? pattern, bool isExpression, bool ignoresCase)
    {
        try
        {
            return LinePattern.Of(string.IsNullOrEmpty(pattern) ? throw Missing("pattern", FileOperations.Grep) : pattern, isExpression, ignoresCase);
        }
        catch (FormatException e)
        {
            throw Refusal.Invalid(Invalid, $"pattern: {e.Message}");
        }
    }

    private static Refusal Missing(string name, string operation) => Refusal.Invalid(Invalid, $"{name} is required for {operation}.");
}
