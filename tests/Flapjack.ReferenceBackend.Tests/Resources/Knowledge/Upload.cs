using System.Net.Http.Headers;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

/// <summary>Sends documents over bare HTTP.</summary>
internal static class Upload
{
    public const string Path = "/api/knowledge/upload";

    public static Task<HttpAnswer> SendAsync(
        HttpClient client, string scopeType, string scopeId, string text, string name = "notes.txt", string title = "Notes", string type = "text/plain") =>
        SendAsync(client, scopeType, scopeId, Encoding.UTF8.GetBytes(text), name, title, type);

    public static Task<HttpAnswer> SendAsync(
        HttpClient client, string scopeType, string scopeId, byte[] bytes, string name, string title = "Notes", string type = "application/octet-stream") =>
        SendAsync(client, FormOf(scopeType, scopeId, bytes, name, title, type));

    public static async Task<HttpAnswer> SendAsync(HttpClient client, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content, Headers = { ExpectContinue = true } };
        return await HttpAnswer.OfAsync(await client.SendAsync(request));
    }

    public static MultipartFormDataContent FormOf(string scopeType, string scopeId, byte[] bytes, string name, string title, string type)
    {
        var file = new ByteArrayContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        return new()
        {
            { new StringContent(title), "title" },
            { new StringContent(scopeType), "scopeType" },
            { new StringContent(scopeId), "scopeId" },
            { file, "file", name },
        };
    }

    /// <summary>A form as it goes over the wire: the lines, in which B is the boundary.</summary>
    public static ByteArrayContent Raw(string body, string contentType = "multipart/form-data; boundary=B")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n")));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }
}
