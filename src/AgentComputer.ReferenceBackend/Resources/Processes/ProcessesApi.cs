using AgentComputer.ReferenceBackend.Auth;
using AgentComputer.ReferenceBackend.Connect;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Connect;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>The gateway to the processes of a computer: the service <c>process.Process</c> of the Connect protocol, for the token of an exec session.</summary>
internal sealed class ProcessesApi(GatewayComputers computers, Additions additions, TimeProvider clock, ILogger logger) : IResource
{
    private readonly ProcessStreams _streams = new(computers, additions, clock);
    private readonly ProcessCalls _calls = new(computers, additions);

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        Stream(all, "Start", _streams.StartAsync);
        Stream(all, "Connect", _streams.ConnectAsync);
        Stream(all, "StreamInput", _streams.StreamInputAsync);
        Unary(all, "List", ProcessMessages.ListRequest, ProcessMessages.ListResponse, (call, _, _) => _calls.ListAsync(call));
        Unary(all, "Update", ProcessMessages.UpdateRequest, ProcessMessages.UpdateResponse, (call, request, _) => _calls.UpdateAsync(call, request));
        Unary(all, "SendInput", ProcessMessages.SendInputRequest, ProcessMessages.SendInputResponse, _calls.SendInputAsync);
        Unary(all, "SendSignal", ProcessMessages.SendSignalRequest, ProcessMessages.SendSignalResponse, (call, request, _) => _calls.SendSignalAsync(call, request));
        Unary(all, "CloseStdin", ProcessMessages.CloseStdinRequest, ProcessMessages.CloseStdinResponse, _calls.CloseStdinAsync);
    }

    private static string PathOf(string method) => $"{KeyRing.GatewayPath}/{method}";

    private void Stream(GatedRoutes<Call> routes, string method, Func<Call, StreamCall, Task> serve) =>
        routes.Map(HttpMethods.Post, PathOf(method), (context, call) => StreamMethod.ServeAsync(context, stream => serve(call, stream), logger));

    private void Unary<TRequest, TAnswer>(
        GatedRoutes<Call> routes, string method, MessageKind<TRequest> kind, MessageKind<TAnswer> answer, Func<Call, TRequest, CancellationToken, Task<TAnswer>> serve)
        where TRequest : class, IMessage<TRequest>, new()
        where TAnswer : class, IMessage<TAnswer>, new() => routes.Map(
            HttpMethods.Post,
            PathOf(method),
            (context, call) => UnaryMethod.ServeAsync(context, kind, answer, (request, cancellationToken) => serve(call, request, cancellationToken), clock, logger));
}
