using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;

namespace Shared.Hosting.Routing;

/// <summary>
/// The only place that maps paths that need a key. An endpoint is one expression: its path, the reader of its body if it has one, and a function from
/// the call to the answer, which is written as JSON.
/// </summary>
/// <typeparam name="TCall">What a handler is given: the <see cref="Call"/>, or the thing that the path names.</typeparam>
/// <param name="endpoints">The endpoints of the server.</param>
/// <param name="enter">Checks a request, makes its call, and serves it.</param>
internal sealed class GatedRoutes<TCall>(IEndpointRouteBuilder endpoints, Func<HttpContext, Func<TCall, Task>, Task> enter)
{
    /// <summary>
    /// Routes of the thing that each call is about. The thing is found before the body is read, so a caller of another organization learns nothing
    /// about the rules of a body.
    /// </summary>
    /// <param name="find">Finds the thing, or throws a refusal.</param>
    public GatedRoutes<TNext> For<TNext>(Func<TCall, TNext> find) => Within<TNext>((call, serve) => serve(find(call)));

    /// <summary>The same, where serving itself is watched.</summary>
    /// <param name="serveWithin">Finds the thing and serves the call.</param>
    public GatedRoutes<TNext> Within<TNext>(Func<TCall, Func<TNext, Task>, Task> serveWithin) =>
        new(endpoints, (context, serve) => enter(context, call => serveWithin(call, serve)));

    public void Get<TAnswer>(string path, Func<TCall, TAnswer> serve) => Map(HttpMethods.Get, path, Answering(serve));

    public void Get<TAnswer>(string path, Func<TCall, Task<TAnswer>> serve) => Map(HttpMethods.Get, path, Answering(serve));

    /// <param name="path">The path.</param>
    /// <param name="read">Reads and checks the body.</param>
    /// <param name="serve">Makes the answer.</param>
    /// <param name="status">The status of the answer.</param>
    public void Post<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Post, path, Answering(read, serve, status));

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Put<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Put, path, Answering(read, serve, status));

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Patch<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Patch, path, Answering(read, serve, status));

    public void Delete<TAnswer>(string path, Func<TCall, TAnswer> serve) => Map(HttpMethods.Delete, path, Answering(serve));

    /// <summary>A deletion that answers 204, without a body.</summary>
    public void Delete(string path, Func<TCall, Task> serve) => Map(HttpMethods.Delete, path, async (context, call) =>
    {
        await serve(call).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    /// <summary>A route that writes its answer itself: a stream, or an answer with more than one status.</summary>
    /// <param name="method">The method, of <see cref="HttpMethods"/>.</param>
    /// <param name="path">The path.</param>
    /// <param name="serve">Writes the answer.</param>
    public void Map(string method, string path, Func<HttpContext, TCall, Task> serve) =>
        endpoints.MapMethods(path, [method], (RequestDelegate)(context => enter(context, call => serve(context, call))));

    private static Func<HttpContext, TCall, Task> Answering<TAnswer>(Func<TCall, TAnswer> serve) =>
        (context, call) => context.WriteJsonAsync(serve(call));

    private static Func<HttpContext, TCall, Task> Answering<TAnswer>(Func<TCall, Task<TAnswer>> serve) =>
        async (context, call) => await context.WriteJsonAsync(await serve(call).ConfigureAwait(false)).ConfigureAwait(false);

    private static Func<HttpContext, TCall, Task> Answering<TBody, TAnswer>(Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status) =>
        async (context, call) =>
        {
            var body = read(await BodyReader.ReadAsync(context).ConfigureAwait(false));
            var answer = serve(call, body);
            context.Response.StatusCode = status;
            await context.WriteJsonAsync(answer).ConfigureAwait(false);
        };
}
