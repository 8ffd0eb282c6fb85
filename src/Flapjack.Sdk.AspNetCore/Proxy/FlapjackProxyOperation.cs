namespace Flapjack.Sdk.AspNetCore;

/// <summary>What a request to the proxy asks for. The names are those of the client's methods.</summary>
public enum FlapjackProxyOperation
{
    /// <summary><c>GET /api/agents</c>: the agents of the key's organization, all of them.</summary>
    ListAgents,

    /// <summary><c>POST /api/agents/from-template</c></summary>
    CreateAgentFromTemplate,

    /// <summary><c>DELETE /api/agents/{agentId}</c></summary>
    DeleteAgent,

    /// <summary><c>GET /api/agents/{agentId}/computer</c></summary>
    GetComputerConfig,

    /// <summary><c>PUT /api/agents/{agentId}/computer</c></summary>
    UpdateComputerConfig,

    /// <summary><c>GET /api/agents/{agentId}/computer-instances</c></summary>
    GetComputerInstances,

    /// <summary><c>GET /api/agents/{agentId}/computer/status</c></summary>
    GetComputerStatus,

    /// <summary><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c></summary>
    StreamBootstrap,

    /// <summary><c>POST /api/agents/{agentId}/computer/exec</c>: runs a command.</summary>
    ExecComputer,

    /// <summary><c>GET /api/agents/{agentId}/computer/exec/{execId}</c>: reads a command's output from its beginning, or from behind an event.</summary>
    ResumeExec,

    /// <summary><c>DELETE /api/agents/{agentId}/computer/exec/{execId}</c>, or <c>…/exec?key=</c>: stops a command.</summary>
    StopExec,

    /// <summary><c>POST /api/threads</c>; the body names the agent.</summary>
    CreateThread,

    /// <summary><c>POST /api/threads/{threadId}/messages</c>: sends a message and streams the answer.</summary>
    SendMessage,

    /// <summary><c>POST /api/threads/{threadId}/stop</c></summary>
    StopThread,

    /// <summary><c>GET /api/threads/{threadId}/messages/{turnId}/events</c>: reads an answer from its beginning, or from behind an event.</summary>
    ResumeMessage,

    /// <summary><c>DELETE /api/threads/{threadId}/messages/{turnId}</c>, or <c>…/messages?key=</c>: stops the answer to one message.</summary>
    StopMessage,

    /// <summary><c>GET /api/threads/{threadId}/participants</c>: who takes part in a thread.</summary>
    ListThreadParticipants,
}
