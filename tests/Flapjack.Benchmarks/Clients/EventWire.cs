using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Flapjack.Benchmarks.Children;

namespace Flapjack.Benchmarks.Clients;

/// <summary>The answer to a command as bytes: the same log text, cut into chunks of one length.</summary>
internal sealed class EventWire
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private EventWire(byte[] bytes, int events, long textBytes, long stringBytes) =>
        (Bytes, Events, Megabytes, StringBytes) = (bytes, events, textBytes / 1e6, stringBytes);

    public byte[] Bytes { get; }

    /// <summary>How many chunks there are.</summary>
    public int Events { get; }

    /// <summary>How much output the chunks hold.</summary>
    public double Megabytes { get; }

    /// <summary>How much memory the strings of all chunks take.</summary>
    public long StringBytes { get; }

    public static EventWire Make(int chunkLength, int size)
    {
        var text = LogText.Make(size);
        var wire = new MemoryStream();
        var events = 0;
        var stringBytes = 0L;
        Write("exec_started", new { execId = "exec-1", computerId = "computer-1" });
        for (var from = 0; from < text.Length;)
        {
            var to = Math.Min(from + chunkLength, text.Length);
            // No chunk ends inside a character.
            while (to < text.Length && (text[to] & 0xC0) == 0x80)
            {
                to--;
            }

            var chunk = Encoding.UTF8.GetString(text, from, to - from);
            Write("stdout", new { chunk });
            // A string has 22 bytes besides its characters, and objects begin at a multiple of 8.
            stringBytes += (22 + (2 * chunk.Length) + 7) / 8 * 8;
            from = to;
        }

        Write("exit", new { ok = true, exitCode = 0, durationMs = 1, truncated = false, stdoutBytes = text.Length, stdoutSha256 = Convert.ToHexStringLower(SHA256.HashData(text)) });
        return new(wire.ToArray(), events - 2, text.Length, stringBytes);

        void Write<T>(string name, T data) => wire.Write(Encoding.UTF8.GetBytes($"id: exec-1:{++events}\nevent: {name}\ndata: {JsonSerializer.Serialize(data, Relaxed)}\n\n"));
    }
}
