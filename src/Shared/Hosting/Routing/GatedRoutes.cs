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

    public void Get<TAnswer>(string path, Func<TCall, TAnswer> serve) => Get(path, Later(serve));

    public void Get<TAnswer>(string path, Func<TCall, Task<TAnswer>> serve) => Map(HttpMethods.Get, path, Answering(serve, StatusCodes.Status200OK), null);

    /// <param name="path">The path.</param>
    /// <param name="read">Reads and checks the query.</param>
    /// <param name="serve">Makes the answer.</param>
    public void Get<TQuery, TAnswer>(string path, Func<QueryReader, TQuery> read, Func<TCall, TQuery, TAnswer> serve)
    {
        RefuseTasks(typeof(TAnswer));
        Map(
            HttpMethods.Get,
            path,
            (context, call) => AnswerAsync(context, serve(call, read(new(context.Request.Query))), StatusCodes.Status200OK),
            RouteFields.OfQuery(read));
    }

    /// <summary>A request whose body is not read.</summary>
    /// <param name="path">The path.</param>
    /// <param name="serve">Makes the answer.</param>
    /// <param name="status">The status of the answer.</param>
    public void Post<TAnswer>(string path, Func<TCall, TAnswer> serve, int status = StatusCodes.Status200OK) => Post(path, Later(serve), status);

    /// <inheritdoc cref="Post{TAnswer}(string, Func{TCall, TAnswer}, int)"/>
    public void Post<TAnswer>(string path, Func<TCall, Task<TAnswer>> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Post, path, Answering(serve, status), RouteFields.Nothing(status));

    /// <param name="path">The path.</param>
    /// <param name="read">Reads and checks the body.</param>
    /// <param name="serve">Makes the answer.</param>
    /// <param name="status">The status of the answer.</param>
    public void Post<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status = StatusCodes.Status200OK) =>
        Post(path, read, Later(serve), status);

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Post<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, Task<TAnswer>> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Post, path, read, serve, status);

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Put<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status = StatusCodes.Status200OK) =>
        Put(path, read, Later(serve), status);

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Put<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, Task<TAnswer>> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Put, path, read, serve, status);

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Patch<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, TAnswer> serve, int status = StatusCodes.Status200OK) =>
        Patch(path, read, Later(serve), status);

    /// <inheritdoc cref="Post{TBody, TAnswer}(string, Func{BodyReader, TBody}, Func{TCall, TBody, TAnswer}, int)"/>
    public void Patch<TBody, TAnswer>(string path, Func<BodyReader, TBody> read, Func<TCall, TBody, Task<TAnswer>> serve, int status = StatusCodes.Status200OK) =>
        Map(HttpMethods.Patch, path, read, serve, status);

    public void Delete<TAnswer>(string path, Func<TCall, TAnswer> serve) => Delete(path, Later(serve));

    public void Delete<TAnswer>(string path, Func<TCall, Task<TAnswer>> serve) => Map(HttpMethods.Delete, path, Answering(serve, StatusCodes.Status200OK), null);

    /// <summary>A deletion that answers 204, without a body.</summary>
    public void Delete(string path, Func<TCall, Task> serve) => Map(
        HttpMethods.Delete,
        path,
        async (context, call) =>
        {
            await serve(call).ConfigureAwait(false);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        },
        RouteFields.Nothing(StatusCodes.Status204NoContent));

    /// <inheritdoc cref="Delete(string, Func{TCall, Task})"/>
    public void Delete(string path, Action<TCall> serve) => Delete(path, call =>
    {
        serve(call);
        return Task.CompletedTask;
    });

    /// <summary>A deletion whose body names what is deleted. It answers 204, without a body.</summary>
    /// <param name="path">The path.</param>
    /// <param name="read">Reads and checks the body.</param>
    /// <param name="serve">Deletes.</param>
    public void Delete<TBody>(string path, Func<BodyReader, TBody> read, Action<TCall, TBody> serve) => Map(
        HttpMethods.Delete,
        path,
        async (context, call) =>
        {
            serve(call, read(await BodyReader.ReadAsync(context).ConfigureAwait(false)));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        },
        RouteFields.OfBody(read, StatusCodes.Status204NoContent));

    /// <summary>A route that writes its answer itself: a stream, or an answer with more than one status.</summary>
    /// <param name="method">The method, of <see cref="HttpMethods"/>.</param>
    /// <param name="path">The path.</param>
    /// <param name="serve">Writes the answer.</param>
    /// <param name="fields">What the route reads; null if it reads nothing but its path.</param>
    public void Map(string method, string path, Func<HttpContext, TCall, Task> serve, RouteFields? fields = null) =>
        endpoints.MapMethods(path, [method], (RequestDelegate)(context => enter(context, call => serve(context, call))))
            .WithMetadata(fields ?? RouteFields.Nothing(StatusCodes.Status200OK));

    private void Map<TBody, TAnswer>(string method, string path, Func<BodyReader, TBody> read, Func<TCall, TBody, Task<TAnswer>> serve, int status)
    {
        RefuseTasks(typeof(TAnswer));
        Map(
            method,
            path,
            async (context, call) =>
            {
                var body = read(await BodyReader.ReadAsync(context).ConfigureAwait(false));
                await AnswerAsync(context, await serve(call, body).ConfigureAwait(false), status).ConfigureAwait(false);
            },
            RouteFields.OfBody(read, status));
    }

    private static Func<TCall, Task<TAnswer>> Later<TAnswer>(Func<TCall, TAnswer> serve) => call => Task.FromResult(serve(call));

    private static Func<TCall, TBody, Task<TAnswer>> Later<TBody, TAnswer>(Func<TCall, TBody, TAnswer> serve) => (call, body) => Task.FromResult(serve(call, body));

    private static Func<HttpContext, TCall, Task> Answering<TAnswer>(Func<TCall, Task<TAnswer>> serve, int status)
    {
        RefuseTasks(typeof(TAnswer));
        return async (context, call) => await AnswerAsync(context, await serve(call).ConfigureAwait(false), status).ConfigureAwait(false);
    }

    private static Task AnswerAsync<TAnswer>(HttpContext context, TAnswer answer, int status)
    {
        context.Response.StatusCode = status;
        return context.WriteJsonAsync(answer);
    }

    // A task would be sent as a JSON object with its state, and the request would block a thread until the task has ended.
    private static void RefuseTasks(Type answer)
    {
        if (typeof(Task).IsAssignableFrom(answer)
            || answer == typeof(ValueTask)
            || (answer.IsGenericType && answer.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            throw new InvalidOperationException(
                $"The function of a route returns a {answer.Name}, which is no answer. Return a Task<T> with the answer, or write the answer in a function given to Map.");
        }
    }
}
