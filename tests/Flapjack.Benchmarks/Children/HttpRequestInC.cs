using System.Text;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Children;

/// <summary>A request to a backend that a C program sends, and whose answer it reads to the end without looking at it.</summary>
internal static class HttpRequestInC
{
    /// <returns>The command line; null without a compiler.</returns>
    public static async Task<string[]?> CommandAsync(Bench bench, BackendProcess backend, string method, string path, string body)
    {
        if (await bench.Floors.CompileAsync("drain") is not { } program)
        {
            bench.Note("There is no C compiler here, so there is no client in C.");
            return null;
        }

        var request = Path.Combine(bench.Folder, "request");
        await File.WriteAllTextAsync(
            request,
            $"{method} {path} HTTP/1.1\r\nHost: {backend.BaseAddress.Authority}\r\nAuthorization: Bearer {backend.ApiKey}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}",
            bench.CancellationToken);
        return [program, $"{backend.BaseAddress.Port}", request];
    }
}
