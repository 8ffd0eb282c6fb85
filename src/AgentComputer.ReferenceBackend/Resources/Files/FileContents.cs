using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LocalComputers.Files;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>Reads, writes and patches files.</summary>
internal static class FileContents
{
    public static JsonObject ReadText(ComputerFolder folder, FileRequest asked) => new() { ["content"] = Encoding.UTF8.GetString(Whole(folder, asked)) };

    public static JsonObject ReadBytes(ComputerFolder folder, FileRequest asked) => InBase64(Whole(folder, asked));

    public static JsonObject ReadRange(ComputerFolder folder, FileRequest asked)
    {
        // One byte more than may be answered shows whether the file has more.
        var (content, _) = WorkspaceFile.ReadRange(folder, asked.Path, asked.Offset, (int)Math.Min(asked.Length, FileLimits.MaxBytes + 1));
        return content.Length <= FileLimits.MaxBytes
            ? InBase64(content)
            : throw TooLarge($"The range has more than {FileLimits.MaxBytes} bytes, which is the most that a call reads. Read it in parts.");
    }

    public static JsonObject Write(ComputerFolder folder, FileRequest asked)
    {
        WorkspaceFile.Write(folder, asked.Path, asked.Content!, asked.Mode);
        return [];
    }

    public static JsonObject WriteRange(ComputerFolder folder, FileRequest asked)
    {
        WorkspaceFile.WriteAt(folder, asked.Path, asked.Offset, asked.Content!, asked.Mode);
        return [];
    }

    public static JsonObject Patch(ComputerFolder folder, FileRequest asked) => new()
    {
        ["version"] = VersionOf(WorkspacePatch.Apply(folder, asked.Path, content => asked.SetContents ?? Edited(content, asked.Edits), FileLimits.MaxBytes)),
    };

    /// <summary>The version of a content: the first 63 bits but the highest of its SHA-256.</summary>
    public static long VersionOf(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(content)) & long.MaxValue;

    private static byte[] Edited(byte[] content, IReadOnlyList<FileEdit> edits)
    {
        for (var index = 0; index < edits.Count; index++)
        {
            var (find, replacement) = (Encoding.UTF8.GetBytes(edits[index].Find), Encoding.UTF8.GetBytes(edits[index].Replace));
            content = WorkspacePatch.Replace(content, find, replacement, FileLimits.MaxBytes) ?? throw new Refusal(
                RefusalKind.NotReady,
                "patch_conflict",
                $"The file does not hold the text of edits[{index}].find, so nothing was written. Read the file again, and send edits that fit it.");
        }

        return content;
    }

    private static byte[] Whole(ComputerFolder folder, FileRequest asked)
    {
        var (content, size) = WorkspaceFile.Read(folder, asked.Path, FileLimits.MaxBytes);
        return size <= FileLimits.MaxBytes
            ? content
            : throw TooLarge($"The file has {size} bytes, and a call reads at most {FileLimits.MaxBytes}. Read it in parts with read_range.");
    }

    private static JsonObject InBase64(byte[] content) => new() { ["content_base64"] = Convert.ToBase64String(content) };

    private static Refusal TooLarge(string detail) => new(RefusalKind.TooLarge, code: null, detail);
}
