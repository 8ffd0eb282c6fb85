using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>What a command's frames say, put together.</summary>
internal static class Frames
{
    public static string ExecId(this IEnumerable<SseFrame> frames) => frames.First().ExecId();

    public static string ExecId(this SseFrame frame) => frame.Data.GetProperty("execId").GetString()!;

    public static string Printed(this IEnumerable<SseFrame> frames) =>
        string.Concat(frames.Where(frame => frame.Event == "stdout").Select(frame => frame.Chunk));

    /// <summary>The bytes of an output, from each frame as exactly as it has them.</summary>
    public static byte[] BytesOf(this IEnumerable<SseFrame> frames, string output) =>
        [.. frames.Where(frame => frame.Event == output).SelectMany(frame => frame.Bytes())];

    public static byte[] Bytes(this SseFrame frame) => frame.Data.TryGetProperty("chunkBase64", out var base64)
        ? base64.GetBytesFromBase64()
        : Encoding.UTF8.GetBytes(frame.Chunk);

    /// <summary>The data of the last frame, which must be <c>exit</c>.</summary>
    public static JsonElement Exit(this IReadOnlyList<SseFrame> frames)
    {
        frames[^1].Event.Should().Be("exit", frames[^1].Text);
        return frames[^1].Data;
    }

    public static void ShouldEndWithError(this IReadOnlyList<SseFrame> frames, string code)
    {
        frames[^1].Event.Should().Be("error", frames[^1].Text);
        frames[^1].Data.GetProperty("code").GetString().Should().Be(code);
    }

    /// <summary>The frames of a stream as they came, each with the blank line that ends it; comments are left out.</summary>
    public static string[] WireFrames(this string stream) =>
        [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(frame => !frame.StartsWith(':')).Select(frame => frame + "\n\n")];

    /// <summary>Reads on until the command has printed a text; returns all that was printed since.</summary>
    public static async Task<string> ReadPrintedAsync(this SseStream stream, string text)
    {
        var printed = new StringBuilder();
        await stream.ReadUntilAsync(frame => frame.Event == "stdout"
            && printed.Append(frame.Chunk).ToString().Contains(text, StringComparison.Ordinal));
        return printed.ToString();
    }

    /// <summary>The process ids that a command has printed, one a line.</summary>
    public static int[] ProcessIds(this string printed) =>
        [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => int.TryParse(line, out _)).Select(int.Parse)];
}
